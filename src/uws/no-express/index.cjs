// The Colyseus transport imports Express for uWebSockets.js as soon as it is loaded, for those who ask it for an application of
// Express. Nobody does here, and to load it costs every start CPU.
module.exports = () => {
  throw new Error('there is no Express here: routes are served by src/transport/uws-http.ts');
};
