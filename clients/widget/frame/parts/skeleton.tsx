/** The shape of a chat while its first page is on the way. */
export const Skeleton = () => (
  <div class="skeleton" aria-hidden="true"><i /><i /><i class="own" /><i /></div>
);
