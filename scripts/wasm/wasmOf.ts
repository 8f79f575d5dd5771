import wabt from 'wabt';

/** WebAssembly's text form, compiled. @throws with the place of what is wrong in it */
export async function wasmOf(text: string): Promise<Uint8Array> {
  const { parseWat } = await wabt();
  const module = parseWat('module.wat', text);
  try {
    module.validate();
    return module.toBinary({}).buffer;
  } finally {
    module.destroy();
  }
}
