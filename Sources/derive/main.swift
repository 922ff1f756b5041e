#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

System.reserveStandardStreams()
CrashNote.install()
_exit(Command.run(Argument.all).rawValue)
