/** Pulls a model in a process of its own, so that it can be killed. Arguments: the hub, the cache, the model as JSON. */
import { HubConnection } from '../../src/models/hubConnection';
import { pullModel } from '../../src/models/pullModel';
import type { RegisteredModel } from '../../src/models/registryFormat';

const [endpoint = '', cacheFolder = '', model = ''] = process.argv.slice(2);
const hub = new HubConnection({ endpoint, offline: false });
void pullModel(JSON.parse(model) as RegisteredModel, { hub, cacheFolder }).finally(() => hub.close());
