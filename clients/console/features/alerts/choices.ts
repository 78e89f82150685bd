import { keepFlag } from '../../lib/kept-flag.ts';

/** How an agent wants to hear of what comes, in all tabs of this browser. */
export const sound = keepFlag('parlor.alerts.sound', true, true);
/** Comes to nothing without the browser's permission. */
export const notifications = keepFlag('parlor.alerts.notifications', false, true);
/** Notifications say who it is and what they said. */
export const previews = keepFlag('parlor.alerts.previews', true, true);
