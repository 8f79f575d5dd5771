import type { ImageErrorCode } from '../core/ports';
import type { Wording } from './words';

/** Why a reference picture is left out, and what to do. Parameters: `path`, and `detail` as the engine gave it. */
export const IMAGE_WORDING: Readonly<Record<ImageErrorCode, Wording>> = {
  'image-missing': {
    en: '{path} does not exist. Correct the path, or remove it from "images".',
    ja: '{path} が存在しません。パスを直すか、「images」から削除してください。',
  },
  'image-unreadable': {
    en: '{path} cannot be read ({detail}). Check that it is a file and that you may read it.',
    ja: '{path} を読み込めません（{detail}）。ファイルであること、読み取りが許可されていることを確かめてください。',
  },
  'image-empty': {
    en: '{path} is empty (0 bytes). Copy or save it again.',
    ja: '{path} は空です（0バイト）。もう一度コピーするか保存してください。',
  },
  'image-pointer': {
    en: '{path} is not the picture but a Git LFS pointer to it: it was cloned without Git LFS. Install Git LFS and run “git lfs pull” in its folder.',
    ja: '{path} は画像ではなく、Git LFSのポインターです（Git LFSなしで複製したファイルです）。Git LFSをインストールし、このファイルのフォルダーで「git lfs pull」を実行してください。',
  },
  'image-not-a-picture': {
    en: '{path} is not a PNG, JPEG, GIF, WebP or AVIF picture, whatever its name says. Save it as one of these.',
    ja: '{path} は、ファイル名にかかわらず、PNG、JPEG、GIF、WebP、AVIFのいずれの画像でもありません。いずれかの形式で保存してください。',
  },
  'image-kind-unread': {
    en: '{path} is a {detail} file, a kind that is not read. Save it as PNG, JPEG, GIF, WebP or AVIF.',
    ja: '{path} は{detail}形式で、読み込めない種類の画像です。PNG、JPEG、GIF、WebP、AVIFのいずれかで保存してください。',
  },
  'image-too-large': {
    en: '{path} is too large ({detail}); up to 100 megapixels, 65,535 pixels along an edge and 256 MiB are read. Save it smaller: CLIP sees a few hundred pixels only.',
    ja: '{path} は大きすぎます（{detail}）。読み込めるのは1億画素、一辺65,535画素、256MiBまでです。CLIPが見るのは数百画素だけなので、縮小して保存してください。',
  },
  'image-too-narrow': {
    en: '{path} is too narrow ({detail}): of a strip more than 1,000 times as long as wide, CLIP would see nothing. Crop it to the part that matters.',
    ja: '{path} は細長すぎます（{detail}）。長辺が短辺の1,000倍を超える画像は、CLIPにはほとんど見えません。必要な部分を切り抜いてください。',
  },
  'image-too-slow': {
    en: '{path} was left out: decoding it took longer than {detail}. Save it again in another format, or smaller: CLIP sees a few hundred pixels only.',
    ja: '{path} の読み込みに {detail} 以上かかったため、この画像を除きました。別の形式で保存し直すか、縮小してください。CLIPが見るのは数百画素だけです。',
  },
  'image-no-memory': {
    en: '{path} takes more memory to decode than there is ({detail}). Save it smaller: CLIP sees a few hundred pixels only. Or close other programs.',
    ja: '{path} の読み込みに必要なメモリが足りません（{detail}）。CLIPが見るのは数百画素だけなので縮小して保存するか、ほかのプログラムを閉じてください。',
  },
  'image-crashed': {
    en: '{path} was left out: the process that decoded it was ended each time ({detail}). It may take more memory than there is, or be damaged on purpose. Save it again, smaller.',
    ja: '{path} を読み込むたびにプロセスが異常終了したため（{detail}）、この画像を除きました。メモリが足りないか、ファイルが意図的に壊されている可能性があります。縮小して保存し直してください。',
  },
  'image-truncated': {
    en: '{path} is damaged or incomplete ({detail}). Copy or save it again.',
    ja: '{path} は壊れているか、途中で切れています（{detail}）。もう一度コピーするか保存してください。',
  },
};
