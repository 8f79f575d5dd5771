import type { BatchNorm, Convolution, ResNetBlock, ResNetTower } from './clipCheckpoint';
import { limits, type ConfigSection } from './configSection';
import { linear } from './pytorchModules';
import { broken } from './safetensors';
import type { Weights } from './weights';

/** A bottleneck's output has this many times the channels of its middle. */
const expansion = 4;
/** Blocks of each of the four stages. */
type Depths = readonly [number, number, number, number];

/**
 * Reads CLIP's own ResNet (`ModifiedResNet` of open_clip and of the original CLIP): three convolutions as a stem,
 * pooling before each stride, and attention in place of the last average (Radford et al. 2021, section 2.4).
 * @throws EngineError `model-file-broken`
 */
export function openClipResNet(
  section: ConfigSection,
  weights: Weights,
  embeddingWidth: number,
): ResNetTower {
  const depths = readDepths(section);
  const width = section.count('width', limits.width, 64);
  const imageSize = section.count('image_size', limits.pixels, 224);
  const lastChannels = width * 2 ** (depths.length - 1) * expansion;
  const heads = Math.floor(lastChannels / section.count('head_width', lastChannels, 64));
  const side = Math.floor(imageSize / 32);
  if (width % 2 !== 0) throw broken(section.file, `a ResNet cannot be ${width} channels wide`);
  if (side < 1) throw broken(section.file, `a picture of ${imageSize} pixels leaves a ResNet nothing`);
  if (lastChannels % heads !== 0) {
    throw broken(section.file, `${heads} heads do not divide the width ${lastChannels}`);
  }
  const half = width / 2;
  const pool = 'visual.attnpool';
  return {
    kind: 'resnet',
    imageSize,
    stem: [
      convolution(weights, 'visual.conv1', 'visual.bn1', 3, half, 3),
      convolution(weights, 'visual.conv2', 'visual.bn2', half, half, 3),
      convolution(weights, 'visual.conv3', 'visual.bn3', half, width, 3),
    ],
    stages: readStages(weights, depths, width),
    pool: {
      width: lastChannels,
      heads,
      side,
      positions: weights.take(`${pool}.positional_embedding`, [1 + side * side, lastChannels]),
      query: linear(weights, `${pool}.q_proj`, lastChannels, lastChannels),
      key: linear(weights, `${pool}.k_proj`, lastChannels, lastChannels),
      value: linear(weights, `${pool}.v_proj`, lastChannels, lastChannels),
      output: linear(weights, `${pool}.c_proj`, lastChannels, embeddingWidth),
    },
  };
}

function readDepths(section: ConfigSection): Depths {
  const layers = section.raw('layers');
  const isDepths =
    Array.isArray(layers) &&
    layers.length === 4 &&
    layers.every((depth) => Number.isSafeInteger(depth) && depth >= 1 && depth <= limits.blocks);
  if (!isDepths) throw broken(section.file, 'layers of a ResNet should be four whole numbers');
  return layers as unknown as Depths;
}

function readStages(weights: Weights, depths: Depths, width: number): ResNetBlock[][] {
  let from = width;
  return depths.map((depth, stage) => {
    const middle = width * 2 ** stage;
    return Array.from({ length: depth }, (_, i) => {
      const stride = stage > 0 && i === 0 ? 2 : 1;
      const block = readBlock(weights, `visual.layer${stage + 1}.${i}`, from, middle, stride);
      from = middle * expansion;
      return block;
    });
  });
}

function readBlock(
  weights: Weights,
  prefix: string,
  from: number,
  middle: number,
  stride: 1 | 2,
): ResNetBlock {
  const to = middle * expansion;
  const shortcut = `${prefix}.downsample`;
  return {
    stride,
    reduce: convolution(weights, `${prefix}.conv1`, `${prefix}.bn1`, from, middle, 1),
    filter: convolution(weights, `${prefix}.conv2`, `${prefix}.bn2`, middle, middle, 3),
    expand: convolution(weights, `${prefix}.conv3`, `${prefix}.bn3`, middle, to, 1),
    ...((stride > 1 || from !== to) && {
      shortcut: convolution(weights, `${shortcut}.0`, `${shortcut}.1`, from, to, 1),
    }),
  };
}

function convolution(
  weights: Weights,
  name: string,
  normName: string,
  from: number,
  to: number,
  size: number,
): Convolution {
  const vector = (part: string) => weights.take(`${normName}.${part}`, [to]);
  const norm: BatchNorm = {
    gain: vector('weight'),
    bias: vector('bias'),
    mean: vector('running_mean'),
    variance: vector('running_var'),
  };
  return { weight: weights.take(`${name}.weight`, [to, from, size, size]), size, norm };
}
