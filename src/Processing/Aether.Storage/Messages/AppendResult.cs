namespace Aether.Storage.Messages;

/// <summary>Where an appended message went. RFC 4315 §3 APPENDUID.</summary>
public readonly record struct AppendResult(MessageStatus Status, uint UidValidity, Uid Uid);
