import { placeOf } from '../../../core/infotext/graph/graph';
import type { Place } from '../../../core/infotext/graph/walk';
import { textOf } from '../../../core/infotext/looseJson';
import type { GraphText } from '../../../core/infotext/pictureRecord';
import type { Binding, BindingRule, Slot } from './bindings';

export function bindingOf({ node, input, value }: Place, slot: Slot, rule: BindingRule): Binding {
  return { slot, ...placeOf(node), input, rule, value: textOf(value) ?? '' };
}

export function bindingAt({ text, ...place }: GraphText, slot: Slot, rule: BindingRule): Binding {
  return { slot, ...place, rule, value: text };
}
