import { product } from '../engine/model/kernels';

// A session by way of `onnxRuntime()` alone, and what its environment says then.
void product(Uint8Array.of(1, 2), Int8Array.of(3, 4), 1).then(() =>
  process.stdout.write(process.env.ORT_DISABLE_TELEMETRY ?? 'unset'),
);
