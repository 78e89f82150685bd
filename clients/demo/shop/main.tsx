import '#ui/tokens.css';
import './shop.css';
import { render } from 'preact';
import { Shop } from './shop.tsx';
import { embedWidget } from './widget.ts';

render(<Shop />, document.body);
void embedWidget();
