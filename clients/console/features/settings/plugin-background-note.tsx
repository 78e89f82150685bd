import { Link } from 'wouter';
import { usePluginBackgroundNote } from '../../api/plugin-background.ts';
import { Icon } from '../../app/icon.tsx';
import { useTexts } from '../../app/preferences.tsx';
import classes from './plugin-background-note.module.css';

/** In a plugin's row: the way to what it does by itself, and how much of that could not be done. Nothing without any of it. */
export function PluginBackgroundNote({ id, name }: { readonly id: string; readonly name: string }) {
  const { background: words } = useTexts();
  const { data } = usePluginBackgroundNote(id);
  if (data === undefined || data.jobs.length + data.workers.length === 0) return null;
  const dead = data.workers.reduce((sum, worker) => sum + worker.dead, 0);
  return (
    <Link href={`/settings/plugins/${id}`} className={classes.note} aria-label={dead === 0 ? words.titleOf(name) : words.titleWith(words.titleOf(name), words.deadCount(dead))}>
      <Icon name="clock" size={14} />{words.title}
      {dead === 0 ? null : <span className={classes.dead}>{words.deadCount(dead)}</span>}
      <Icon name="chevronDown" size={14} />
    </Link>
  );
}
