import { createContext } from './context.ts';
import type { Route } from './router.ts';
import type { RoutesDeps } from './routes-deps.ts';
import { agentRoutes } from './routes/agents.ts';
import { channelRoutes } from './routes/channels.ts';
import { clientRoutes } from './routes/clients.ts';
import { contactRoutes } from './routes/contacts.ts';
import { conversationRoutes } from './routes/conversations.ts';
import { demoRoutes } from './routes/demo.ts';
import { departmentRoutes } from './routes/departments.ts';
import { deskRoutes } from './routes/desk.ts';
import { fileRoutes } from './routes/files.ts';
import { healthRoutes } from './routes/health.ts';
import { meRoutes } from './routes/me.ts';
import { metricsRoutes } from './routes/metrics.ts';
import { pluginBackgroundRoutes } from './routes/plugin-background.ts';
import { pluginDoorRoutes } from './routes/plugin-doors.ts';
import { pluginPackageRoutes } from './routes/plugin-packages.ts';
import { pluginRoutes } from './routes/plugins.ts';
import { searchRoutes } from './routes/search.ts';
import { sessionRoutes } from './routes/session.ts';
import { slotRoutes } from './routes/slots.ts';
import { widgetSlotRoutes } from './routes/widget-slots.ts';
import { widgetRoutes } from './routes/widget.ts';

/** Every address of a node. What is not listed here does not exist. */
export function createRoutes(deps: RoutesDeps): readonly Route[] {
  const context = createContext(deps);
  return [
    sessionRoutes, meRoutes, agentRoutes, departmentRoutes, channelRoutes, pluginRoutes, pluginPackageRoutes, pluginBackgroundRoutes, pluginDoorRoutes, slotRoutes, deskRoutes, conversationRoutes, searchRoutes, contactRoutes,
    widgetRoutes, widgetSlotRoutes, fileRoutes, clientRoutes, demoRoutes, healthRoutes, metricsRoutes,
  ].flatMap((routes) => routes(context));
}
