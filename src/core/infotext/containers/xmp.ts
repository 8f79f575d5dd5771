import { utf8OrLatin1 } from '../decodeText';
import type { TextCollection } from '../pictureText';
import { addNamed } from './exif';

const MAX_TAGS = 20_000;
const ATTRIBUTE = /(?<![\w.:-])([\w.-]{1,60}:[\w.-]{1,60})\s{0,20}=\s{0,20}(?:"([^"]*)"|'([^']*)')/g;
/** What XMP is built of: values belong to the first name around them that is none of these. */
const FRAME = /^(?:rdf|x|xml|xmlns)(?::|$)/;
const LEAST = 8;

/**
 * The values of an XMP packet under their own names: attributes, and texts of elements. A scan from tag to tag that asks for
 * no well-formed XML, knows no document types and so expands no entities but the five.
 */
export function readXmp(bytes: Uint8Array, into: TextCollection): void {
  if (!into.mayRead('xmp', bytes.length)) return;
  const xml = utf8OrLatin1(bytes);
  /** For each open tag, whose value stands in it. */
  const open: string[] = [];
  const ends = new TagEnds(xml);
  let at = 0;
  for (let tags = 0; tags < MAX_TAGS; tags++) {
    const start = xml.indexOf('<', at);
    const text = xml.slice(at, start < 0 ? xml.length : start);
    addValue(open.at(-1) ?? '', unescaped(text), into);
    if (start < 0) return;
    if (xml.startsWith('<![CDATA[', start)) {
      const end = indexAfter(xml, ']]>', start);
      addValue(open.at(-1) ?? '', xml.slice(start + 9, end - 3), into);
      at = end;
    } else if (xml.startsWith('<!--', start)) at = indexAfter(xml, '-->', start);
    else if (xml.startsWith('<?', start)) at = indexAfter(xml, '?>', start);
    else {
      at = ends.after(start);
      readTag(xml.slice(start + 1, at - 1), open, into);
    }
  }
  into.report({ code: 'too-many-records', source: 'xmp', limit: MAX_TAGS });
}

/** Ends of tags. Values may hold `>`, unless a quote is never closed. */
class TagEnds {
  private areQuotesClosed = true;

  constructor(private readonly xml: string) {}

  /** After the sign that closes the tag which opens at `start`. */
  after(start: number): number {
    for (let at = start; this.areQuotesClosed && at < this.xml.length; at++) {
      const char = this.xml[at];
      if (char === '>') return at + 1;
      if (char !== '"' && char !== "'") continue;
      at = this.xml.indexOf(char, at + 1);
      if (at < 0) this.areQuotesClosed = false;
      if (at < 0) break;
    }
    return indexAfter(this.xml, '>', start);
  }
}

function readTag(tag: string, open: string[], into: TextCollection): void {
  if (tag.startsWith('/')) return void open.pop();
  const name = /^[^\s/>]{0,100}/.exec(tag)![0];
  for (const [, attribute = '', double, single] of tag.matchAll(ATTRIBUTE))
    if (!FRAME.test(attribute)) addValue(attribute, unescaped(double ?? single ?? ''), into);
  if (!tag.endsWith('/') && !name.startsWith('!') && open.length < 200)
    open.push(FRAME.test(name) ? (open.at(-1) ?? '') : name);
}

function addValue(name: string, text: string, into: TextCollection): void {
  if (name !== '' && text.trim().length >= LEAST) addNamed('xmp:', name, text.trim(), into);
}

function indexAfter(xml: string, sign: string, from: number): number {
  const at = xml.indexOf(sign, from);
  return at < 0 ? xml.length + sign.length : at + sign.length;
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

function unescaped(text: string): string {
  return text.replace(
    /&(?:#(\d{1,7})|#x([\da-fA-F]{1,6})|(lt|gt|amp|quot|apos));/g,
    (whole, decimal, hex, name) => {
      if (typeof name === 'string') return ENTITIES[name]!;
      const code = typeof decimal === 'string' ? Number(decimal) : parseInt(String(hex), 16);
      return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    },
  );
}
