using System.Net;
using Aether.Net.Connections;

namespace Aether.Testing.Transcripts;

/// <summary>How a transcript's server sees its clients.</summary>
public sealed record TranscriptOptions
{
    /// <summary>How many bytes of the client's the server sees at once: <see cref="int.MaxValue"/>, or 1 for byte by byte.</summary>
    public int ChunkSize { get; init; } = int.MaxValue;

    public PeerFacts Peer { get; init; } = new("s1", IPEndPoint.Parse("192.0.2.7:40000"), IPEndPoint.Parse("192.0.2.1:25"), Exempt: false);

    /// <summary>Set for a listener with implicit TLS.</summary>
    public TlsFacts? Tls { get; init; }

    /// <summary>Null where the listener offers no STARTTLS.</summary>
    public TlsUpgrade? Upgrade { get; init; } = FakeTls.Upgrade;

    /// <summary>The listener wants TLS before anything else.</summary>
    public bool RequiresTls { get; init; }

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>What the client has sent before the server gets to see the connection.</summary>
    public string SpeaksFirst { get; init; } = "";

    /// <summary>Real time a line may take before the transcript fails.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(10);
}
