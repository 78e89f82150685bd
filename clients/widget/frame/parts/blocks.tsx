import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { isSafeImage, isSafeLink } from '#wire/slots.ts';
import type { Block, BlockButton, BlockField, Scalar, SlotValues } from '#wire/slots.ts';
import { useWidget } from '../context.ts';

interface Acts {
  readonly busy: boolean;
  /** Resolves with whether it was done. */
  readonly onAct: (action: string, values: SlotValues) => Promise<boolean>;
}

const Away = ({ href, children }: { readonly href: string | undefined; readonly children: ComponentChildren }) =>
  href !== undefined && isSafeLink(href) ? <a href={href} target="_blank" rel="noopener noreferrer">{children}</a> : <>{children}</>;

/** One that asks first shows its question in the buttons' place. */
function Buttons({ buttons, busy, onAct }: { readonly buttons: readonly BlockButton[] } & Acts) {
  const { words } = useWidget();
  const asking = useSignal<BlockButton | null>(null);
  const press = (button: BlockButton): void => {
    asking.value = null;
    void onAct(button.action, button.values ?? {});
  };
  const { value: asked } = asking;
  return (
    <div class="buttons">
      {asked !== null && <p>{asked.confirm}</p>}
      {(asked === null ? buttons : [asked]).map((button, index) => (
        <button key={index} type="button" class={button.style === 'primary' ? 'primary' : 'secondary'} aria-disabled={busy} onClick={() => (button.confirm !== undefined && asked === null ? (asking.value = button) : press(button))}>{button.text}</button>
      ))}
      {asked !== null && <button type="button" class="secondary" onClick={() => { asking.value = null; }}>{words.value.back}</button>}
    </div>
  );
}

function Field({ id, field }: { readonly id: string; readonly field: BlockField }) {
  const { kind, name, label, hint, required = false } = field;
  const about = { id, name, required, ...(hint === undefined ? {} : { 'aria-describedby': `${id}-hint` }) };
  const value = field.value === undefined ? '' : String(field.value);
  return (
    <div class={kind === 'switch' ? 'field across' : 'field'}>
      <label for={id}>{label}</label>
      {kind === 'long-text' ? <textarea {...about} rows={3} defaultValue={value} />
        : kind === 'choice' ? <select {...about} defaultValue={value}>{value === '' && <option value="">–</option>}{field.options.map((option) => <option key={option.value} value={option.value} selected={option.value === value}>{option.text}</option>)}</select>
        : kind === 'switch' ? <input {...about} type="checkbox" defaultChecked={field.value === true} />
        : kind === 'number' ? <input {...about} type="number" step="any" defaultValue={value} />
        : kind === 'date' ? <input {...about} type="date" defaultValue={value} />
        : <input {...about} type="text" defaultValue={value} autocomplete="off" />}
      {hint !== undefined && <small id={`${id}-hint`}>{hint}</small>}
    </div>
  );
}

const valuesIn = (form: HTMLFormElement, fields: readonly BlockField[]): SlotValues => {
  const given = new FormData(form);
  return Object.fromEntries(fields.flatMap(({ kind, name }): (readonly [string, Scalar])[] => {
    const value = given.get(name);
    if (kind === 'switch') return [[name, value !== null]];
    if (typeof value !== 'string' || (kind === 'number' && value === '')) return [];
    return [[name, kind === 'number' ? Number(value) : value]];
  }));
};

function Form({ form, busy, onAct }: { readonly form: Extract<Block, { type: 'form' }> } & Acts) {
  const id = useId();
  const send = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    if (!(event.currentTarget instanceof HTMLFormElement)) return;
    const { currentTarget: filled } = event;
    if (await onAct(form.action, valuesIn(filled, form.fields))) filled.reset();
  };
  return (
    <form class="fill" onSubmit={(event) => void send(event)}>
      {form.fields.map((field) => <Field key={field.name} id={`${id}-${field.name}`} field={field} />)}
      <button type="submit" class="primary" aria-disabled={busy}>{form.submit}</button>
    </form>
  );
}

function BlockOf({ block, ...acts }: { readonly block: Block } & Acts) {
  switch (block.type) {
    case 'heading': return <h2>{block.text}</h2>;
    case 'text': return <p class="words" data-tone={block.tone}>{block.text}</p>;
    case 'fields': return <dl>{block.fields.map(({ label, value, href }, index) => <div key={index}><dt>{label}</dt><dd><Away href={href}>{value}</Away></dd></div>)}</dl>;
    case 'list': return (
      <ul>
        {block.items.map(({ title, detail, tag, href, buttons = [] }, index) => (
          <li key={index}>
            <p><Away href={href}>{title}</Away>{tag !== undefined && <span class="tag" data-tone={tag.tone}>{tag.text}</span>}</p>
            {detail !== undefined && <p class="muted">{detail}</p>}
            {buttons.length > 0 && <Buttons buttons={buttons} {...acts} />}
          </li>
        ))}
      </ul>
    );
    case 'table': return (
      <div class="wide" role="region" aria-label={block.label} tabIndex={0}>
        <table>
          <thead><tr>{block.columns.map((column, index) => <th key={index} scope="col">{column}</th>)}</tr></thead>
          <tbody>{block.rows.map((row, index) => <tr key={index}>{row.map((cell, at) => <td key={at}>{cell}</td>)}</tr>)}</tbody>
        </table>
      </div>
    );
    case 'buttons': return <Buttons buttons={block.buttons} {...acts} />;
    case 'link': return <p><Away href={block.href}>{block.text}</Away></p>;
    case 'image': return isSafeImage(block.src) ? <img src={block.src} alt={block.alt} loading="lazy" referrerpolicy="no-referrer" /> : null;
    case 'form': return <Form key={JSON.stringify(block)} form={block} {...acts} />;
    case 'divider': return <hr />;
    case 'empty': return <div><p class="words">{block.title}</p>{block.lead !== undefined && <p class="muted">{block.lead}</p>}</div>;
    // A block of a later release.
    default: return null;
  }
}

/** What a plugin answered, as the widget draws it. Texts become text nodes, whatever is in them. */
export const Blocks = ({ blocks, ...acts }: { readonly blocks: readonly Block[] } & Acts) => <>{blocks.map((block, index) => <BlockOf key={index} block={block} {...acts} />)}</>;
