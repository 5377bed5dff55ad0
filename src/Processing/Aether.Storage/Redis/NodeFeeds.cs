using Aether.Storage.Changes;
using Aether.Storage.Limits;

namespace Aether.Storage.Redis;

/// <summary>What goes between nodes.</summary>
/// <param name="WakeQueue">Recipients became due on another node.</param>
/// <param name="Missed">Hints may have been lost.</param>
internal sealed record NodeFeeds(ChangeFeed Changes, CountFeed Counts, Action WakeQueue, Action Missed);
