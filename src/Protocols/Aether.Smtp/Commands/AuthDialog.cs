using Aether.Identity.Sasl;

namespace Aether.Smtp.Commands;

/// <summary>A SASL exchange under way.</summary>
internal sealed record AuthDialog(SaslExchange Exchange, string Mechanism);
