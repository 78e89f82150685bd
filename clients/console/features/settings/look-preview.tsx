import { icons } from '#ui/icons.ts';
import { launcherIcon } from '#ui/launcher-icon.ts';
import type { Locale } from '#ui/locale.ts';
import { widgetWords } from '#ui/widget-words.ts';
import type { WidgetLook } from '#wire/widget-look.ts';
import { useTexts } from '../../app/preferences.tsx';
import classes from './look-preview.module.css';

const Drawn = ({ path }: { readonly path: string }) => <svg className={classes.icon} viewBox="0 0 24 24" aria-hidden="true"><path d={path} /></svg>;

/** The widget as visitors of a language meet it: its header, its greeting, its launcher. */
export function LookPreview({ department, language, look: { color, side, words } }: { readonly department: string; readonly language: Locale; readonly look: WidgetLook }) {
  const { widget: { look: texts } } = useTexts();
  const usual = widgetWords[language];
  const own = words[language];
  return (
    <figure className={color === null ? classes.preview : `${classes.preview} branded`} style={{ '--brand': color ?? undefined }} data-side={side} aria-label={texts.preview}>
      <div className={classes.panel} lang={language}>
        <div className={classes.header}>
          <strong>{department}</strong>
          <span><i className={classes.mark} />{usual.staffed}</span>
        </div>
        <div className={classes.welcome}>
          <span className={classes.sign}><Drawn path={icons.reply} /></span>
          <strong>{own.title.trim() || usual.title}</strong>
          <span>{own.subtitle.trim() || usual.subtitle}</span>
        </div>
      </div>
      <span className={classes.launcher}><Drawn path={launcherIcon} /></span>
    </figure>
  );
}
