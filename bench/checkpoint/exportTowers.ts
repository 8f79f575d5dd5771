import type {
  Activation,
  Block,
  Linear,
  Norm,
  TextTower,
  Transformer,
  VisionTransformer,
} from '../../src/engine/checkpoint/clipCheckpoint';
import type { TensorSlice } from '../../src/engine/checkpoint/safetensors';
import type { ExportGraph, Value } from './exportGraph';
import type { TensorReader } from './tensorReader';

/**
 * Writes CLIP's towers the way PyTorch's exporter does: one operator for one line of transformers' Python, norms and
 * activations in their parts. ONNX Runtime fuses those again when it opens the file.
 */
export class TowerExporter {
  constructor(
    private readonly graph: ExportGraph,
    private readonly reader: TensorReader,
  ) {}

  /** `ids[B, T]` → `[B, embedding]`, not normalised. The text ends at its highest id. */
  async text(tower: TextTower, ids: Value): Promise<Value> {
    const { graph } = this;
    const length = graph.operator('Gather', [graph.operator('Shape', [ids]), graph.int(1)]);
    const positions = graph.operator('Slice', [
      await this.#tensor(tower.positions),
      graph.ints(0),
      graph.operator('Unsqueeze', [length, graph.ints(0)]),
      graph.ints(0),
    ]);
    const tokens = graph.operator('Gather', [await this.#tensor(tower.tokens), ids]);
    let x = graph.operator('Add', [tokens, positions]);
    const mask = this.#causalMask(length);
    for (const block of tower.blocks) x = await this.#block(x, block, tower, mask);
    const end = graph.operator('ArgMax', [ids], { ints: { axis: 1, keepdims: 0 } });
    const normed = await this.#norm(x, tower.finalNorm, tower.normEpsilon);
    const pooled = graph.operator('GatherND', [normed, graph.operator('Unsqueeze', [end, graph.ints(1)])], {
      ints: { batch_dims: 1 },
    });
    return this.#linear(pooled, tower.projection);
  }

  /** `pixels[B, 3, size, size]` → `[B, embedding]`, not normalised. */
  async image(tower: VisionTransformer, pixels: Value): Promise<Value> {
    const { graph } = this;
    const { width, patchSize, imageSize } = tower;
    const patches = Math.floor(imageSize / patchSize) ** 2;
    const embedded = graph.operator('Conv', [pixels, await this.#tensor(tower.patches)], {
      ints: { kernel_shape: [patchSize, patchSize], strides: [patchSize, patchSize] },
    });
    const rows = this.#transpose(this.#reshape(embedded, 0, width, patches), 0, 2, 1);
    const batch = graph.operator('Shape', [pixels], { ints: { start: 0, end: 1 } });
    const classToken = graph.floats('class token', [1, 1, width], await this.reader.read(tower.classToken));
    const classRows = graph.operator('Expand', [
      classToken,
      graph.operator('Concat', [batch, graph.ints(1, width)], { ints: { axis: 0 } }),
    ]);
    let x = graph.operator('Add', [
      graph.operator('Concat', [classRows, rows], { ints: { axis: 1 } }),
      await this.#tensor(tower.positions),
    ]);
    x = await this.#norm(x, tower.firstNorm, tower.normEpsilon);
    for (const block of tower.blocks) x = await this.#block(x, block, tower);
    const pooled = graph.operator('Gather', [x, graph.int(0)], { ints: { axis: 1 } });
    return this.#linear(await this.#norm(pooled, tower.finalNorm, tower.normEpsilon), tower.projection);
  }

  async #block(x: Value, block: Block, tower: Transformer, mask?: Value): Promise<Value> {
    const { graph } = this;
    const { width, heads, normEpsilon } = tower;
    const headWidth = width / heads;
    const normed = await this.#norm(x, block.attentionNorm, normEpsilon);
    const byHead = async (linear: Linear, ...order: readonly number[]): Promise<Value> =>
      this.#transpose(this.#reshape(await this.#linear(normed, linear), 0, -1, heads, headWidth), ...order);
    const logits = graph.operator('MatMul', [
      graph.operator('Mul', [await byHead(block.query, 0, 2, 1, 3), graph.float(headWidth ** -0.5)]),
      await byHead(block.key, 0, 2, 3, 1),
    ]);
    const weights = graph.operator('Softmax', [mask ? graph.operator('Add', [logits, mask]) : logits], {
      ints: { axis: -1 },
    });
    const attended = graph.operator('MatMul', [weights, await byHead(block.value, 0, 2, 1, 3)]);
    const rows = this.#reshape(this.#transpose(attended, 0, 2, 1, 3), 0, -1, width);
    const middle = graph.operator('Add', [x, await this.#linear(rows, block.output)]);
    const hidden = await this.#linear(await this.#norm(middle, block.perceptronNorm, normEpsilon), block.up);
    const down = await this.#linear(this.#activate(hidden, tower.activation), block.down);
    return graph.operator('Add', [middle, down]);
  }

  #causalMask(length: Value): Value {
    const { graph } = this;
    const places = graph.operator('Range', [graph.int(0), length, graph.int(1)]);
    const later = graph.operator('Greater', [
      graph.operator('Unsqueeze', [places, graph.ints(0)]),
      graph.operator('Unsqueeze', [places, graph.ints(1)]),
    ]);
    return graph.operator('Where', [later, graph.float(-3.4028234663852886e38), graph.float(0)]);
  }

  async #linear(x: Value, { weight, bias, layout }: Linear): Promise<Value> {
    const { graph, reader } = this;
    const [to, from] = (layout === 'out-in' ? weight.shape : weight.shape.toReversed()) as [number, number];
    const values = await (layout === 'out-in' ? reader.readTransposed(weight) : reader.read(weight));
    const product = graph.operator('MatMul', [x, graph.floats(nameOf(weight), [from, to], values)]);
    return bias ? graph.operator('Add', [await this.#tensor(bias), product]) : product;
  }

  async #norm(x: Value, { gain, bias }: Norm, epsilon: number): Promise<Value> {
    const { graph } = this;
    const mean = (of: Value): Value => graph.operator('ReduceMean', [of, graph.ints(-1)]);
    const centred = graph.operator('Sub', [x, mean(x)]);
    const variance = mean(graph.operator('Pow', [centred, graph.float(2)]));
    const deviation = graph.operator('Sqrt', [graph.operator('Add', [variance, graph.float(epsilon)])]);
    const scaled = graph.operator('Mul', [
      graph.operator('Div', [centred, deviation]),
      await this.#tensor(gain),
    ]);
    return graph.operator('Add', [scaled, await this.#tensor(bias)]);
  }

  #activate(x: Value, activation: Activation): Value {
    const { graph } = this;
    switch (activation) {
      case 'quick': {
        const gate = graph.operator('Sigmoid', [graph.operator('Mul', [x, graph.float(1.702)])]);
        return graph.operator('Mul', [x, gate]);
      }
      case 'exact': {
        const erf = graph.operator('Erf', [graph.operator('Div', [x, graph.float(Math.SQRT2)])]);
        const gate = graph.operator('Add', [erf, graph.float(1)]);
        return graph.operator('Mul', [graph.operator('Mul', [x, gate]), graph.float(0.5)]);
      }
      case 'tanh':
        throw new Error('no checkpoint of the benchmark has it');
    }
  }

  async #tensor(slice: TensorSlice): Promise<Value> {
    return this.graph.floats(nameOf(slice), slice.shape, await this.reader.read(slice));
  }

  #reshape(x: Value, ...shape: readonly number[]): Value {
    return this.graph.operator('Reshape', [x, this.graph.ints(...shape)]);
  }

  #transpose(x: Value, ...perm: readonly number[]): Value {
    return this.graph.operator('Transpose', [x], { ints: { perm } });
  }
}

function nameOf({ offset }: TensorSlice): string {
  return `weight at ${offset}`;
}
