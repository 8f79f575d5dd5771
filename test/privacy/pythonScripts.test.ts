import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { globSync } from 'tinyglobby';

const importing = /^[ \t]*(?:from|import)[ \t]+onnxruntime\b|import_module\(["']onnxruntime\b/m;
const silencing = /^os\.environ\["ORT_DISABLE_TELEMETRY"\] = "1"$/m;

describe('Python scripts', () => {
  it('silence ONNX Runtime before they import it, since nothing undoes it afterwards', () => {
    const files = globSync('**/*.py', { ignore: '**/node_modules/**', dot: true });
    const users = files.flatMap((file) => {
      const text = readFileSync(file, 'utf8');
      const used = text.search(importing);
      return used < 0 ? [] : [{ file, used, silenced: text.search(silencing) }];
    });
    assert.ok(users.length > 0, 'none found: are they looked for in the right place?');
    for (const { file, used, silenced } of users) assert.ok(silenced >= 0 && silenced < used, file);
  });
});
