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
  'image-too-large': {
    en: '{path} is too large ({detail}); up to 100 megapixels and 256 MiB are read. Save it smaller: CLIP sees a few hundred pixels only.',
    ja: '{path} は大きすぎます（{detail}）。読み込めるのは1億画素、256MiBまでです。CLIPが見るのは数百画素だけなので、縮小して保存してください。',
  },
  'image-truncated': {
    en: '{path} is damaged or incomplete ({detail}). Copy or save it again.',
    ja: '{path} は壊れているか、途中で切れています（{detail}）。もう一度コピーするか保存してください。',
  },
};
