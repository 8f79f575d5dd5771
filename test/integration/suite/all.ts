/** Every test file of the suite. The first one sees the editor before the extension is active. */
import './activation.test';
import './scoring.test';
import './settings.test';
import './engine.test';
