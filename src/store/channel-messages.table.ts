/** What channels have brought in, for as long as a provider may bring it again. */
export interface ChannelMessagesTable {
  channelAccountId: string;
  /** The provider's. */
  messageId: string;
  digest: string;
  /** Public id of the chat for which it was meant first, or where it went in the end. */
  conversation: string;
  /** 1: it is in the chat's log. */
  posted: number;
  receivedAt: number;
}
