import { Blanket, Desk, Pendant, Stool, Teapot, Vase } from './pictures/pieces.tsx';
import { locale, words } from '../words/words.ts';

const pieces = [
  { id: 'pendant', Picture: Pendant, euros: 189, yuan: 1480 },
  { id: 'desk', Picture: Desk, euros: 145, yuan: 1120 },
  { id: 'vase', Picture: Vase, euros: 58, yuan: 438 },
  { id: 'teapot', Picture: Teapot, euros: 92, yuan: 698 },
  { id: 'stool', Picture: Stool, euros: 120, yuan: 920 },
  { id: 'blanket', Picture: Blanket, euros: 138, yuan: 1060 },
] as const;

const priceOf = ({ euros, yuan }: { readonly euros: number; readonly yuan: number }): string =>
  locale.value === 'zh-CN'
    ? new Intl.NumberFormat('zh-CN', { style: 'currency', currency: 'CNY', maximumFractionDigits: 0 }).format(yuan)
    : new Intl.NumberFormat('en', { style: 'currency', currency: 'EUR', maximumFractionDigits: 0 }).format(euros);

export function Products({ onAdd }: { readonly onAdd: () => void }) {
  const { pieces: title, piecesText, products, add } = words.value;
  return (
    <section class="pieces" id="pieces">
      <h2>{title}</h2>
      <p class="under">{piecesText}</p>
      <ul>
        {pieces.map(({ id, Picture, ...prices }) => (
          <li key={id}>
            <Picture />
            <div class="label">
              <h3>{products[id].name}</h3>
              <span class="price">{priceOf(prices)}</span>
              <p>{products[id].detail}</p>
              <button type="button" aria-label={`${add}: ${products[id].name}`} onClick={onAdd}>{add}</button>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
