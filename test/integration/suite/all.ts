/** Every test file of the suite. The first one sees the editor before the extension is active. */
import './activation.test';
import './language.test';
import './blindSpots.test';
import './ledger.test';
import './attention.test';
import './scoring.test';
import './problems.test';
import './settings.test';
import './bias.test';
import './panel.test';
import './where.test';
import './responsive.test';
import './engine.test';
import './models.test';
import './outsideFolders.test';
import './newcomer.test';
import './pictureIn.test';
