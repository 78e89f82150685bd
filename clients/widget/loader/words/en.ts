export const words = {
  open: 'Open chat',
  openUnread: (count: number) => `Open chat, ${count} unread`,
  close: 'Close chat',
  frame: 'Chat with us',
  title: 'Chat with us',
  greeting: 'Good to see you. Can we help with anything?',
  dismiss: 'Dismiss',
};
