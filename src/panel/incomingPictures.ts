import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { maxIncomingBytes, maxIncomingFiles, maxIncomingTotalBytes } from '../protocol/panel/pictures';
import { host } from './host';
import { readIncoming } from './incoming';
import type { Say } from './wording';

interface Owner extends ReactiveControllerHost {
  say(...parameters: Parameters<Say>): string;
  showError(text: string): void;
}

/** Takes pictures that are pasted into the page, or dropped on it. */
export class IncomingPictures implements ReactiveController {
  /** Something that may be pictures is held over the page. */
  isOver = false;

  constructor(private readonly owner: Owner) {
    owner.addController(this);
  }

  hostConnected(): void {
    document.addEventListener('paste', this.onPaste);
    document.addEventListener('dragover', this.onDragOver);
    document.addEventListener('dragleave', this.onDragLeave);
    document.addEventListener('drop', this.onDrop);
  }

  hostDisconnected(): void {
    document.removeEventListener('paste', this.onPaste);
    document.removeEventListener('dragover', this.onDragOver);
    document.removeEventListener('dragleave', this.onDragLeave);
    document.removeEventListener('drop', this.onDrop);
  }

  private readonly onPaste = (event: ClipboardEvent): void => {
    if (event.clipboardData) void this.take(event, event.clipboardData);
  };

  private readonly onDrop = (event: DragEvent): void => {
    this.setOver(false);
    if (event.dataTransfer) void this.take(event, event.dataTransfer);
  };

  private readonly onDragOver = (event: DragEvent): void => {
    const types = event.dataTransfer?.types ?? [];
    if (!types.some((type) => /^(Files|text\/uri-list|application\/vnd\.code\.uri-list)$/i.test(type)))
      return;
    event.preventDefault();
    event.dataTransfer!.dropEffect = 'copy';
    this.setOver(true);
  };

  private readonly onDragLeave = (event: DragEvent): void => {
    if (event.relatedTarget === null) this.setOver(false);
  };

  private async take(event: Event, transfer: DataTransfer): Promise<void> {
    event.preventDefault();
    const { files, uris, tooLarge, tooMuch, tooMany } = await readIncoming(transfer);
    if (uris.length > 0) host.send({ kind: 'add-uris', uris });
    if (files.length > 0) host.send({ kind: 'add-files', files });
    if (tooLarge.length > 0) {
      const limit = maxIncomingBytes / 1024 / 1024;
      this.owner.showError(tooLarge.map((file) => this.owner.say('tooLarge', { file, limit })).join(' '));
    } else if (tooMuch > 0) {
      const limit = maxIncomingTotalBytes / 1024 / 1024;
      this.owner.showError(this.owner.say('tooMuch', { count: tooMuch, limit }));
    } else if (tooMany) this.owner.showError(this.owner.say('tooMany', { limit: maxIncomingFiles }));
  }

  private setOver(isOver: boolean): void {
    if (isOver === this.isOver) return;
    this.isOver = isOver;
    this.owner.requestUpdate();
  }
}
