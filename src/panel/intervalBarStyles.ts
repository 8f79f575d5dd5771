import { css } from 'lit';

/**
 * Style of a bar that shows a value with its interval, for after `theme`: `.bar` holds `.middle` (zero, or even chances),
 * `.interval` and `.value`, placed by the element in percent of the width. Its numbers stand beside it.
 */
export const intervalBarStyles = css`
  .bar {
    background: var(--track);
    border-radius: 2px;
    forced-color-adjust: none;
    height: 12px;
    overflow: hidden;
    position: relative;
  }

  .bar span {
    position: absolute;
  }

  .middle {
    background: var(--muted);
    bottom: 0;
    left: 50%;
    top: 0;
    width: 1px;
  }

  .interval {
    background: var(--muted);
    height: 4px;
    top: 4px;
  }

  .value {
    background: var(--measure);
    height: 10px;
    top: 1px;
    width: 4px;
  }
`;
