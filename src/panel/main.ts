import './panelApp';

document.body.append(document.createElement('spellwright-panel'));
