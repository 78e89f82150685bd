/** Two soft notes, in Hz; made here, so that nothing needs to be loaded. */
const NOTES = [659.3, 880];

/** The sound of something new. Silent where the browser wants a click on the page first. */
export function chime(): void {
  const audio = new AudioContext();
  const volume = audio.createGain();
  volume.connect(audio.destination);
  volume.gain.setValueAtTime(0.06, audio.currentTime);
  volume.gain.exponentialRampToValueAtTime(0.0001, audio.currentTime + 0.5);
  for (const [index, frequency] of NOTES.entries()) {
    const note = new OscillatorNode(audio, { frequency });
    note.connect(volume);
    note.start(audio.currentTime + index * 0.09);
    note.stop(audio.currentTime + 0.5);
  }
  setTimeout(() => void audio.close(), 800);
}
