/** A room at dusk: the window, the lamp, what stands on the table. */
export const Evening = () => (
  <svg class="evening" viewBox="0 0 640 520" preserveAspectRatio="xMidYMid slice" aria-hidden="true">
    <defs>
      <linearGradient id="wall" x2="0" y2="1"><stop stop-color="#3d5a4c" /><stop offset="1" stop-color="#27402f" /></linearGradient>
      <linearGradient id="sky" x2="0" y2="1"><stop stop-color="#33456b" /><stop offset=".55" stop-color="#b77a78" /><stop offset="1" stop-color="#f0b27a" /></linearGradient>
      <radialGradient id="glow"><stop stop-color="#ffe3a6" stop-opacity=".85" /><stop offset=".45" stop-color="#ffcf86" stop-opacity=".28" /><stop offset="1" stop-color="#ffcf86" stop-opacity="0" /></radialGradient>
      <linearGradient id="brass" x2="1"><stop stop-color="#8a6432" /><stop offset=".45" stop-color="#e2b467" /><stop offset="1" stop-color="#7a5527" /></linearGradient>
      <linearGradient id="oak" x2="0" y2="1"><stop stop-color="#b98a5a" /><stop offset="1" stop-color="#8a6138" /></linearGradient>
    </defs>
    <rect width="640" height="520" fill="url(#wall)" />
    <g transform="translate(64 64)">
      <rect x="-8" y="-8" width="216" height="266" rx="4" fill="#1c2f24" />
      <rect width="200" height="250" fill="url(#sky)" />
      <circle cx="142" cy="168" r="17" fill="#ffe6bd" opacity=".95" />
      <path d="M0 205c38-24 66-26 96-10s66 12 104-14v69H0Z" fill="#47465d" />
      <path d="M0 226c46-16 84-10 118-2s54 4 82-6v32H0Z" fill="#2e3047" />
      <path d="M100 0v250M0 118h200" stroke="#1c2f24" stroke-width="8" />
      <rect x="-18" y="258" width="236" height="12" rx="3" fill="#1c2f24" />
    </g>
    <circle cx="432" cy="232" r="250" fill="url(#glow)" />
    <path d="M432 0v150" stroke="#1b2a20" stroke-width="3" />
    <path d="M346 232c0-52 38-84 86-84s86 32 86 84Z" fill="url(#brass)" />
    <ellipse cx="432" cy="232" rx="86" ry="13" fill="#fff0c9" />
    <path d="M120 420h500v22H120z" fill="url(#oak)" />
    <path d="M120 442h500v10H120z" fill="#6d4a28" />
    <path d="M168 452h20v68h-20zM556 452h20v68h-20z" fill="#5d3f22" />
    <g transform="translate(236 292)">
      <path d="M36 4c-8-42 10-66 4-100M40-46c14-12 26-16 36-34M38-22C24-36 14-40 6-56" fill="none" stroke="#7c8a57" stroke-width="3.500" stroke-linecap="round" />
      <path d="M40-98c-13 4-17 14-12 24 12-4 16-14 12-24ZM77-82c-3 12-12 16-22 12 4-12 13-15 22-12ZM5-58c12 0 18 8 16 19-12 0-18-9-16-19Z" fill="#94a566" />
      <path d="M22 4h32c-4 22 24 34 24 72 0 34-18 52-40 52S-2 110-2 76C-2 38 26 26 22 4Z" fill="#a9c2b0" />
      <path d="M54 4c-4 22 24 34 24 72 0 34-18 52-40 52 20-14 26-30 24-56-2-32-22-42-20-68Z" fill="#7d9a88" opacity=".7" />
    </g>
    <g transform="translate(420 352)">
      <ellipse cx="46" cy="66" rx="66" ry="6" fill="#5d3f22" opacity=".45" />
      <path d="M4 0h84c2 38-12 66-42 66S2 38 4 0Z" fill="#e9dcc6" />
      <path d="M88 8c22-4 30 34-10 36" fill="none" stroke="#e9dcc6" stroke-width="8" />
      <ellipse cx="46" cy="0" rx="42" ry="8" fill="#c9b596" />
      <ellipse cx="46" cy="1" rx="36" ry="5.500" fill="#6b4426" />
      <path d="M34-16c-6-10 6-16 0-28M56-16c-6-10 6-16 0-28" fill="none" stroke="#fff3d6" stroke-width="3" stroke-linecap="round" opacity=".45" />
    </g>
    <g transform="translate(536 392)">
      <path d="M0 8h70v20H0z" fill="#8c4a38" />
      <path d="M6-10h60V8H6z" fill="#d8c3a0" />
      <path d="M6-4h60v3H6z" fill="#b59c74" />
    </g>
  </svg>
);
