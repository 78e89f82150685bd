import { isSafeImage } from '#wire/slots.ts';
import type { Block, SlotOutcome, SlotPlace } from '#wire/slots.ts';
import type { SlotDeed } from '../../api/slots.ts';
import { EmptyState } from '../../app/empty-state.tsx';
import { Fact } from '../../app/fact.tsx';
import { Tag } from '../../app/tag.tsx';
import { BlockButtons } from './block-buttons.tsx';
import { BlockForm } from './block-form.tsx';
import { BlockLink } from './block-link.tsx';
import classes from './blocks.module.css';

export interface BlockActs {
  /** The action that is under way; no other begins meanwhile. */
  readonly pending: SlotDeed | null;
  readonly onAct: (deed: SlotDeed) => Promise<SlotOutcome | null>;
}

const Fields = ({ fields }: Pick<Extract<Block, { type: 'fields' }>, 'fields'>) => (
  <dl className={classes.fields}>
    {fields.map(({ label, value, href }, index) => (
      <Fact key={index} name={label}>{href === undefined ? value : <BlockLink href={href}>{value}</BlockLink>}</Fact>
    ))}
  </dl>
);

const List = ({ items, ...acts }: Pick<Extract<Block, { type: 'list' }>, 'items'> & BlockActs) => (
  <ul className={classes.list}>
    {items.map(({ title, detail, tag, href, buttons = [] }, index) => (
      <li key={index}>
        <div className={classes.words}>
          <div className={classes.title}>
            {href === undefined ? <span>{title}</span> : <BlockLink href={href}>{title}</BlockLink>}
            {tag === undefined ? null : <Tag {...tag} />}
          </div>
          {detail === undefined ? null : <p className={classes.detail}>{detail}</p>}
        </div>
        {buttons.length === 0 ? null : <BlockButtons buttons={buttons} about={title} {...acts} />}
      </li>
    ))}
  </ul>
);

/** Wider than its place it can be moved, also by the keys. */
const Table = ({ label, columns, rows }: Extract<Block, { type: 'table' }>) => (
  // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by the keys
  <div className={classes.scroller} role="region" aria-label={label} tabIndex={0}>
    <table className={classes.table}>
      <thead><tr>{columns.map((column, index) => <th key={index} scope="col">{column}</th>)}</tr></thead>
      <tbody>{rows.map((row, index) => <tr key={index}>{columns.map((_, cell) => <td key={cell}>{row[cell]}</td>)}</tr>)}</tbody>
    </table>
  </div>
);

/** One below the heading that the place has itself. */
const BlockHeading = ({ place, text }: { readonly place: SlotPlace; readonly text: string }) => (place === 'page' ? <h2 className={classes.heading}>{text}</h2> : <h4 className={classes.heading}>{text}</h4>);

function BlockView({ block, place, ...acts }: { readonly block: Block; readonly place: SlotPlace } & BlockActs) {
  switch (block.type) {
    case 'heading': return <BlockHeading place={place} text={block.text} />;
    case 'text': return <p className={classes.text} data-tone={block.tone}>{block.text}</p>;
    case 'fields': return <Fields fields={block.fields} />;
    case 'list': return <List items={block.items} {...acts} />;
    case 'table': return <Table {...block} />;
    case 'buttons': return <BlockButtons buttons={block.buttons} {...acts} />;
    case 'link': return <p><BlockLink href={block.href}>{block.text}</BlockLink></p>;
    // Whoever serves it learns that it was looked at, and from nowhere else.
    case 'image': return isSafeImage(block.src) ? <img className={classes.image} src={block.src} alt={block.alt} loading="lazy" referrerPolicy="no-referrer" /> : null;
    case 'form': return <BlockForm form={block} {...acts} />;
    case 'divider': return <hr className={classes.divider} />;
    case 'empty': return <EmptyState icon={block.icon ?? 'circleCheck'} title={block.title} {...(block.lead === undefined ? {} : { lead: block.lead })} />;
    // A block of a later release.
    default: return null;
  }
}

interface BlocksProps extends BlockActs {
  readonly blocks: readonly Block[];
  readonly place: SlotPlace;
}

/** What a plugin answered, drawn as the console draws its own. Texts become texts, whatever is in them. */
export const Blocks = ({ blocks, ...rest }: BlocksProps) => (
  <div className={classes.blocks}>
    {blocks.map((block, index) => <BlockView key={index} block={block} {...rest} />)}
  </div>
);
