import type { Room } from '@colyseus/core';
import type { Actor } from '#cluster/actor.ts';
import type { ActorKind } from '#cluster/identity.ts';
import { ConversationRoom } from './conversation.ts';
import { DepartmentRoom } from './department.ts';
import { DeskRoom } from './desk.ts';
import type { RoomServices } from './services.ts';

/** The room classes of a node, with what they work with. */
export function defineRooms(services: RoomServices): Readonly<Record<ActorKind, new () => Room & Actor>> {
  return {
    conversation: class Conversation extends ConversationRoom {
      override get services(): RoomServices {
        return services;
      }
    },
    desk: class Desk extends DeskRoom {
      override get services(): RoomServices {
        return services;
      }
    },
    department: class Department extends DepartmentRoom {
      override get services(): RoomServices {
        return services;
      }
    },
  };
}
