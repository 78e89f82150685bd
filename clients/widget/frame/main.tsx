import { render } from 'preact';

const host = document.getElementById('app');
if (host !== null) render(<main />, host);
