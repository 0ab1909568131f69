"""detente: tests what an article claims about relations between states."""

__version__ = "0.1.0"
__all__ = ["__version__"]
