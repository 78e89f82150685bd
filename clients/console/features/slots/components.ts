import type { ComponentType, LazyExoticComponent } from 'react';

/** Pages of plugins of the house that are a part of the console's own code, by `<plugin>/<slot>`: loaded when somebody goes there. */
export const components: Readonly<Record<string, LazyExoticComponent<ComponentType>>> = {};
