import { css } from 'lit';

/** Style of a table of words and numbers that is as wide as its section, for after `theme`. */
export const tableStyles = css`
  table {
    border-collapse: collapse;
    width: 100%;
  }

  th,
  td {
    font-weight: normal;
    padding: 3px 12px 3px 0;
    text-align: left;
    vertical-align: top;
  }

  th.number,
  td.number {
    text-align: right;
  }

  thead th {
    color: var(--muted);
  }
`;
