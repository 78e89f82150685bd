import '@mantine/core/styles.layer.css';
import '@mantine/notifications/styles.layer.css';
import '@mantine/spotlight/styles.layer.css';
import '#ui/tokens.css';
import '#ui/brand.css';
import './app/base.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/app.tsx';
import { watchLeaving } from './lib/unsaved.ts';

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no #root');
watchLeaving();
createRoot(root).render(<StrictMode><App /></StrictMode>);
