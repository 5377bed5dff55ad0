using Aether.Storage.Acceptance;
using Aether.Storage.Bodies;

namespace Aether.Storage.Queue;

/// <summary>A message that comes of an outcome (a bounce, or a local delivery at queue time) and is stored in the same operation.</summary>
public sealed record QueueFollowUp(StoredMessage Message, AcceptPlan Plan);
