import { RpcClient } from '../../protocol/rpcClient';
import { hostFilesContract, type HostAnswer, type HostFilesApi } from '../../protocol/webEngine';
import { workUnits } from '../workUnits';
import { memoryFiles } from './memoryFiles';
import { portChannel } from '../../protocol/portChannel';

/** What a checkpoint may consist of; other files of its folder can be large, and nobody reads them. */
const ofCheckpoint = /\.(?:json|safetensors)$/;
/** Read only where there are no safetensors. */
const ofExport = /\.(?:onnx|onnx_data|onnx\.data)$/;
const exportFolder = 'onnx';

let host: RpcClient<HostFilesApi> | undefined;

/** Files of the host from now on. */
export function useHostFiles(port: MessagePort): void {
  host = new RpcClient(portChannel(port), hostFilesContract);
}

/**
 * All of a file, as the host has it now.
 * @throws an error with Node's code, such as `ENOENT`
 */
export async function readHostFile(path: string): Promise<Uint8Array> {
  return valueOf(await host!.call('read', { path }), path);
}

/** Brings a checkpoint's files into memory. Of a folder that is not there nothing comes; whoever loads it says so. */
export async function fetchCheckpoint(folder: string): Promise<void> {
  const found = await host!.call('list', { path: folder });
  if (!found.ok) return;
  memoryFiles.remove(folder);
  const names = found.value.filter((name) => ofCheckpoint.test(name));
  if (!names.some((name) => name.endsWith('.safetensors'))) {
    names.push(...found.value.filter((name) => ofExport.test(name)));
    const exported = await host!.call('list', { path: `${folder}/${exportFolder}` });
    if (exported.ok) names.push(...exported.value.map((name) => `${exportFolder}/${name}`));
  }
  for (const name of names) {
    memoryFiles.put(`${folder}/${name}`, await readHostFile(`${folder}/${name}`));
    workUnits.progress();
  }
}

function valueOf<T>(answer: HostAnswer<T>, path: string): T {
  if (answer.ok) return answer.value;
  throw Object.assign(new Error(`${answer.code}: ${path}`), { code: answer.code });
}
