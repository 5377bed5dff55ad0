namespace Aether.Testing.Transcripts;

/// <summary>One line of a transcript: what to do, for which client, with which bytes or text.</summary>
internal sealed record TranscriptStep(int Line, TranscriptAction Action, int Client, string Text, byte[] Bytes);
