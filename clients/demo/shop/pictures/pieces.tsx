import type { ComponentChildren } from 'preact';

/** A piece on its ground, 320 × 300. */
const Stage = ({ ground, children }: { readonly ground: string; readonly children: ComponentChildren }) => (
  <svg viewBox="0 0 320 300" aria-hidden="true">
    <rect width="320" height="300" fill={ground} />
    {children}
  </svg>
);

const Shadow = ({ y, width }: { readonly y: number; readonly width: number }) => <ellipse cx="160" cy={y} rx={width} ry="7" fill="#2a1d10" opacity=".14" />;

export const Pendant = () => (
  <Stage ground="#ead9bf">
    <path d="M160 0v112" stroke="#6b5538" stroke-width="3" />
    <path d="M152 108h16v14h-16z" fill="#8a6432" />
    <path d="M82 204c0-50 34-84 78-84s78 34 78 84Z" fill="#c9974c" />
    <path d="M160 120c44 0 78 34 78 84h-40c2-44-12-72-38-84Z" fill="#a87733" />
    <path d="M104 196c4-34 18-54 40-64" fill="none" stroke="#f0cf93" stroke-width="5" stroke-linecap="round" opacity=".8" />
    <ellipse cx="160" cy="204" rx="78" ry="11" fill="#fff1cf" />
    <path d="M100 214 60 300h200l-40-86Z" fill="#fff6e0" opacity=".4" />
  </Stage>
);

export const Desk = () => (
  <Stage ground="#d5dccf">
    <Shadow y={258} width={84} />
    <ellipse cx="150" cy="250" rx="52" ry="9" fill="#3f4a42" />
    <path d="M150 248 122 158l82-70" fill="none" stroke="#b28a5b" stroke-width="9" stroke-linecap="round" stroke-linejoin="round" />
    <circle cx="122" cy="158" r="8" fill="#3f4a42" />
    <path d="m188 74 54 36c-10 26-44 34-66 10-10-12-4-36 12-46Z" fill="#4d5b52" />
    <path d="M242 110c-10 26-44 34-66 10 20 6 46 4 66-10Z" fill="#ffe9b8" />
    <path d="m182 128 44 118h64L240 112c-14 18-38 24-58 16Z" fill="#fff4d2" opacity=".42" />
    <circle cx="204" cy="86" r="6" fill="#b28a5b" />
  </Stage>
);

export const Vase = () => (
  <Stage ground="#e3cfc3">
    <Shadow y={262} width={64} />
    <path d="M166 112c-6-34 20-54 12-92M170 70c16-8 26-14 38-36M164 88c-18-8-28-20-34-38" fill="none" stroke="#8b7a52" stroke-width="3.500" stroke-linecap="round" />
    <path d="M178 18c10 6 12 16 4 26-10-6-12-18-4-26ZM209 32c4 10-2 20-14 22-4-12 4-22 14-22ZM129 49c12-2 20 6 20 18-12 2-20-6-20-18Z" fill="#c0714f" />
    <path d="M142 108h40c-2 26 38 42 38 92 0 42-24 62-58 62s-58-20-58-62c0-50 40-66 38-92Z" fill="#9dbcab" />
    <path d="M182 108c-2 26 38 42 38 92 0 42-24 62-58 62 28-12 38-36 36-66-4-44-32-54-30-88Z" fill="#7da18e" />
    <path d="M106 182c30 16 84 16 112 0 2 6 2 12 2 18 0 42-24 62-58 62s-58-20-58-62c0-6 0-12 2-18Z" fill="#f2ede0" opacity=".55" />
    <ellipse cx="162" cy="108" rx="20" ry="4.500" fill="#5f7f6f" />
  </Stage>
);

export const Teapot = () => (
  <Stage ground="#cfd6dc">
    <Shadow y={248} width={92} />
    <path d="M106 148c-6-88 114-88 108 0" fill="none" stroke="#2b2f36" stroke-width="8" />
    <path d="M222 176c30-4 34-34 52-40-4 40-24 66-56 72Z" fill="#3a4049" />
    <path d="M88 178c0-34 32-52 72-52s72 18 72 52c0 42-30 68-72 68s-72-26-72-68Z" fill="#3a4049" />
    <path d="M160 126c40 0 72 18 72 52 0 42-30 68-72 68 40-14 54-40 50-70-3-24-20-42-50-50Z" fill="#2b2f36" />
    <path d="M120 128c10-12 70-12 80 0-20 8-60 8-80 0Z" fill="#4b525d" />
    <circle cx="160" cy="114" r="8" fill="#b3803f" />
    <path d="M112 164c6-12 16-18 30-20" fill="none" stroke="#6d7682" stroke-width="4" stroke-linecap="round" />
    <g fill="#59616d">{[130, 150, 170, 190].map((x) => <circle key={x} cx={x} cy="196" r="3" />)}{[140, 160, 180].map((x) => <circle key={x} cx={x} cy="210" r="3" />)}</g>
  </Stage>
);

export const Stool = () => (
  <Stage ground="#dcd3c4">
    <Shadow y={262} width={80} />
    <path d="m108 152-24 108h16l30-108ZM212 152l24 108h-16l-30-108ZM152 158h16v102h-16z" fill="#a97c4c" />
    <path d="M104 212h112v8H104z" fill="#8f6537" />
    <path d="M76 132c0-20 40-34 86-34s82 12 82 32-36 36-84 36-84-14-84-34Z" fill="#c99c68" />
    <path d="M76 132c0 20 36 34 84 34s84-16 84-36c0 28-36 50-84 50s-84-20-84-48Z" fill="#a97c4c" />
    <path d="M106 126c20-14 80-18 110-4M122 138c24-8 56-8 78-2" fill="none" stroke="#b3854f" stroke-width="2.500" stroke-linecap="round" />
  </Stage>
);

export const Blanket = () => (
  <Stage ground="#c9cfc0">
    <Shadow y={256} width={104} />
    <path d="M62 214c0-12 8-18 18-18h160c12 0 20 8 20 20v22c0 10-8 16-18 16H80c-10 0-18-6-18-16Z" fill="#8d9480" />
    <path d="M66 166c0-12 8-18 18-18h152c12 0 20 8 20 20v20c0 10-8 16-18 16H84c-10 0-18-6-18-16Z" fill="#ece5d6" />
    <path d="M72 120c0-12 8-18 18-18h140c12 0 20 8 20 20v18c0 10-8 16-18 16H90c-10 0-18-6-18-16Z" fill="#b9a68a" />
    <path d="M72 130h178M66 172h190M66 182h190" stroke="#8f7c5f" stroke-width="3" opacity=".55" />
    <path d="M62 230h198" stroke="#6f7663" stroke-width="3" opacity=".6" />
    <path d="M84 254v14M96 254v14M108 254v14M120 254v14M132 254v14M144 254v14M156 254v14M168 254v14M180 254v14M192 254v14M204 254v14M216 254v14M228 254v14M240 254v14" stroke="#8d9480" stroke-width="3" stroke-linecap="round" />
  </Stage>
);
