import type { AuthContext, Room } from '@colyseus/core';
import type { Actor } from '#cluster/actor.ts';
import type { ActorKind } from '#cluster/identity.ts';
import { ConversationRoom } from './conversation.ts';
import { DepartmentRoom } from './department.ts';
import { DeskRoom } from './desk.ts';
import type { RoomServices } from './services.ts';

/** The room classes of a node, with what they work with. */
export function defineRooms(services: RoomServices): Readonly<Record<ActorKind, new () => Room & Actor>> {
  // Seats of our own sockets bring their claims with them; this is for those that Colyseus' matchmaking reserves.
  const onAuth = (_token: string, options: unknown, context: AuthContext): Promise<unknown> => Promise.resolve(services.authenticate(options, context));
  return {
    conversation: class Conversation extends ConversationRoom {
      static override onAuth = onAuth;

      override get services(): RoomServices {
        return services;
      }
    },
    desk: class Desk extends DeskRoom {
      static override onAuth = onAuth;

      override get services(): RoomServices {
        return services;
      }
    },
    department: class Department extends DepartmentRoom {
      static override onAuth = onAuth;

      override get services(): RoomServices {
        return services;
      }
    },
  };
}
