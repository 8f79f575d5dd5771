/** The process behind the contract of `echo.ts`: what the tests fork. */
import { parentChannel } from '../../src/engine/parentChannel';
import { serve } from '../../src/protocol/rpcServer';
import { echoContract } from './echo';

serve(parentChannel(), echoContract, {
  hello: () => Promise.resolve(process.argv[2]!),
  echo: async (text, { progress }) => {
    if (text === 'die') process.kill(process.pid, 'SIGKILL');
    if (text === 'lie') return 'something else';
    progress(1);
    return text;
  },
});
process.on('disconnect', () => process.exit());
