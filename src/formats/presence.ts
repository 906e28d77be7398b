// The marker a receiver leaves beside its inbox: whom it serves, and which process it lives in.

export interface PresenceMarker {
  readonly gardenId: string;
  readonly backend: string;
  readonly nativeSessionId: string;
  readonly ownerPid: number;
  /** When that process began, as the machine tells it. */
  readonly ownerStartKey: string;
  readonly ownerKind: string;
  readonly armProvenance: string;
  /** ISO 8601. */
  readonly updatedAt: string;
}
