using System.IO.Pipelines;

namespace Aether.Net.Polling;

/// <summary>The two ways of a polled socket.</summary>
internal sealed record PolledPipe(PolledSocket Socket, PipeReader Input, PipeWriter Output) : IDuplexPipe;
