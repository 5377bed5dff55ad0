namespace Aether.Identity.Ldap;

/// <summary>A server of a directory could not be asked, or said what is no answer.</summary>
internal sealed class LdapFailure(string message, Exception? inner = null) : IOException(message, inner);
