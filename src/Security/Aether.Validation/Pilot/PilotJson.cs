using System.Text.Json.Serialization;

namespace Aether.Validation.Pilot;

/// <summary>How wishes and states are kept.</summary>
[JsonSerializable(typeof(PilotWish))]
[JsonSerializable(typeof(PilotState))]
internal sealed partial class PilotJson : JsonSerializerContext;
