window.dispatchEvent(new CustomEvent('parlor:ready'));
