/** What those that are compared are called in results and tables. */
export const names = {
  own: 'spellwright',
  ownInt8: 'spellwright int8',
  padded: 'onnxruntime, padded to 77',
  unpadded: 'onnxruntime, unpadded',
  transformersJs: 'transformers.js',
  pyTorch: 'PyTorch',
  webAssembly: 'onnxruntime-web (WASM)',
} as const;
