import plugin from '../../plugins/wechat/index.ts';
import { startSimulator } from '../simulators/simulator.ts';
import { openidOf } from '../simulators/wechat/openid.ts';
import type { ChannelUnderTest } from './support.ts';

const APPID = 'wxb11529c136998cb6';
const SECRET = 'the secret of the account';
const TOKEN = 'aTokenOfOurs';
const AES_KEY = 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG';

export const wechat: ChannelUnderTest = {
  plugin,
  typesIn: false,
  bareFiles: true,
  openid: openidOf,
  provider: () => startSimulator('wechat/main.ts', 'shop', APPID, SECRET, TOKEN, AES_KEY),
  config: ({ port }, department) => ({ accounts: [{ id: 'shop', name: 'The shop', department, appid: APPID, appsecret: SECRET, token: TOKEN, aesKey: AES_KEY, language: 'en', api: `http://127.0.0.1:${port}` }] }),
};
