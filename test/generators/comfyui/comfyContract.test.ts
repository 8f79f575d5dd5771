import { connect } from '../../../src/generators/connect';
import { itKeepsTheContract } from '../contract';
import { CHECKPOINTS, SAMPLERS, startComfy } from '../servers/comfyui';

itKeepsTheContract({
  name: 'ComfyUI',
  family: 'comfyui',
  start: async (options) => {
    const server = await startComfy(options);
    // What ran before would tell no progress. The cache has tests of its own.
    server.quirks.add('cache-none');
    return server;
  },
  connect: (address, signal) =>
    // Of questions that are answered with nonsense, the next one need not wait long.
    connect(address, signal, { comfyui: { times: { firstPauseMs: 5, longestPauseMs: 20, silenceMs: 500 } } }),
  model: CHECKPOINTS[0],
  otherModel: CHECKPOINTS[1],
  sampler: SAMPLERS[0],
  // It runs what it is sent, or says why not.
  cannot: ['other-model'],
});
