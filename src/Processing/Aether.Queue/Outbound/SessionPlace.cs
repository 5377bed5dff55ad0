using Aether.Queue.Settings;

namespace Aether.Queue.Outbound;

/// <summary>What a session leads to and how: sessions of one place serve each other's messages.</summary>
internal sealed record SessionPlace(NextHop Hop, SourcePool? Source, bool RequireTls);
