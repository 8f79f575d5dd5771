import { css } from 'lit';

/**
 * Style of a chart of lines over time and of its legend, for after `theme`: the best and the median of what a search has
 * seen. Lines are told apart by dashes and marks; colours only help.
 */
export const lineChartStyles = css`
  .chart,
  .legend svg {
    display: block;
    flex: none;
    forced-color-adjust: none;
    max-width: 100%;
  }

  text {
    fill: var(--muted);
    font-size: 11px;
    font-variant-numeric: tabular-nums;
  }

  .grid {
    stroke: var(--track);
  }

  polyline {
    fill: none;
    stroke: currentColor;
    stroke-width: 2;
  }

  .best-seen {
    color: var(--measure);
  }

  .median-seen {
    color: var(--muted);
  }

  .median-seen polyline {
    stroke-dasharray: 7 4;
    stroke-width: 1.5;
  }

  .legend {
    display: flex;
    flex-wrap: wrap;
    font-size: 0.92em;
    gap: 2px 16px;
    list-style: none;
    margin: 4px 0;
    padding: 0;
  }

  .legend li {
    align-items: center;
    display: flex;
    gap: 6px;
  }
`;
