namespace Aether.Admin.Directory;

/// <summary>Makes the records that are stored in place of a password; <c>Aether.Identity</c> knows how.</summary>
public delegate string PasswordRecords(string password);
